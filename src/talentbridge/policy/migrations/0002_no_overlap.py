from django.db import migrations

# Without contrib there is no GiST equality for text, so the key is compared by a 64-bit hash of (key, country).
ADD = """
ALTER TABLE policy_ruleparameter ADD CONSTRAINT rules_do_not_overlap EXCLUDE USING gist (
  int8range(hashtextextended(key || '/' || country, 0), hashtextextended(key || '/' || country, 0), '[]') WITH &&,
  daterange(valid_from, valid_to, '[]') WITH &&
);
"""
DROP = "ALTER TABLE policy_ruleparameter DROP CONSTRAINT rules_do_not_overlap"


class Migration(migrations.Migration):
    dependencies = [("policy", "0001_initial")]
    operations = [migrations.RunSQL(ADD, DROP)]

"""What was offered stays as it was read: the database itself refuses to change a text once it left the draft.

A signature never changes or disappears.
"""

from django.db import migrations

CREATE = """
create trigger contracts_signature_append_only before update or delete or truncate on contracts_signature
    for each statement execute function append_only();

create function contracts_text_is_fixed() returns trigger language plpgsql as $$
begin
    if old.state <> 'draft' and (
        new.terms_hash, new.terms, new.clauses, new.version, new.case_id, new.company_id, new.talent_id
    ) is distinct from (
        old.terms_hash, old.terms, old.clauses, old.version, old.case_id, old.company_id, old.talent_id
    ) then
        raise exception 'the text of an offered contract does not change' using errcode = 'restrict_violation';
    end if;
    return new;
end;
$$;
create trigger contracts_contract_text_is_fixed before update on contracts_contract
    for each row execute function contracts_text_is_fixed();
"""
DROP = """
drop trigger contracts_contract_text_is_fixed on contracts_contract;
drop function contracts_text_is_fixed();
drop trigger contracts_signature_append_only on contracts_signature;
"""


class Migration(migrations.Migration):
    dependencies = [("contracts", "0001_initial"), ("kernel", "0002_append_only")]
    operations = [migrations.RunSQL(CREATE, DROP)]

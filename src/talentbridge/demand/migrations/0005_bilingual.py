"""The task's texts become pairs of Korean and English; what was written moves to the language of its need."""

from django.db import migrations, models

TEXTS = ("problem", "in_scope", "out_of_scope", "hand_over")


class Migration(migrations.Migration):
    dependencies = [("demand", "0004_trust")]
    operations = [
        *(
            operation
            for name in TEXTS
            for operation in (
                migrations.RenameField("task", name, f"{name}_ko"),
                migrations.AddField("task", f"{name}_en", models.TextField(blank=True, default=""), preserve_default=False),
            )
        ),
        *(
            migrations.AddField("task", name, models.TextField(blank=True, default=""), preserve_default=False)
            for name in ("growth_ko", "growth_en")
        ),
        migrations.AddField(
            "task", "overlap_from", models.CharField(blank=True, default="", max_length=5), preserve_default=False
        ),
        migrations.AddField(
            "task", "overlap_to", models.CharField(blank=True, default="", max_length=5), preserve_default=False
        ),
        migrations.AddField(
            "task", "ip_clause", models.CharField(blank=True, default="", max_length=30), preserve_default=False
        ),
        migrations.AddField("task", "pair_hours", models.PositiveSmallIntegerField(null=True)),
        migrations.AddField("task", "junior_seats", models.PositiveSmallIntegerField(null=True)),
        migrations.AddField(
            "deliverable", "language", models.CharField(blank=True, default="", max_length=4), preserve_default=False
        ),
        migrations.RunSQL(
            [
                f"update demand_task set {name}_en = {name}_ko, {name}_ko = '' where need_language = 'en';"
                for name in TEXTS
            ],
            [
                f"update demand_task set {name}_ko = {name}_en where {name}_ko = '';"
                for name in TEXTS
            ],
        ),
    ]

"""Verbs on profiles: keep one's own, show one to somebody, bring in a file of them, record evidence."""

from talentbridge.talent.services.importing import ImportReport, import_profiles
from talentbridge.talent.services.keeping import read_resume, record_evidence, save_profile, show_card

__all__ = ["ImportReport", "import_profiles", "read_resume", "record_evidence", "save_profile", "show_card"]

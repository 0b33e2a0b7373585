"""Verbs on profiles: keep one's own, read it from a résumé, show one to somebody, bring in a file of them, record
evidence, decide about duplicates."""

from talentbridge.talent.services.changes import forget_changes
from talentbridge.talent.services.duplicates import keep_apart, merge_pair, pairs_of_all
from talentbridge.talent.services.evidence import attest_certificate, look_at_certificate, record_evidence
from talentbridge.talent.services.importing import ImportReport, import_profiles
from talentbridge.talent.services.keeping import confirm, opt_in, opt_out, save_part, save_profile, show_card
from talentbridge.talent.services.reminding import remind
from talentbridge.talent.services.taking import read_resume, resume_again, take_over

__all__ = [
    "ImportReport", "attest_certificate", "confirm", "forget_changes", "import_profiles", "keep_apart",
    "look_at_certificate", "merge_pair", "opt_in", "opt_out", "pairs_of_all", "read_resume", "record_evidence",
    "remind", "resume_again", "save_part", "save_profile", "show_card", "take_over",
]  # fmt: skip

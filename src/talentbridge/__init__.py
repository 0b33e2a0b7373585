"""The K-Digital Talent Bridge: a need in Korea, talent abroad, and everything between."""

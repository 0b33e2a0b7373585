"""The outside world of escrow: a custodian that holds the money, reached by ISO 20022 documents."""

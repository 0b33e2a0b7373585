"""What the product promises in numbers, measured. `make bench` runs every `bench_*.py` here."""

"""The law side: acts of authorities move measures and proceedings; where they stand on a day is computed. Pure."""

"""Which stage owes which output, and who runs it. The one place that catches what stages raise."""

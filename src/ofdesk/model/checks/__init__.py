"""The single checks that `model.validation` puts together."""

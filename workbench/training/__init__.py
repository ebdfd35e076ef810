"""Training, conversion, packing and adaptation of the embedded Dutch-English model."""

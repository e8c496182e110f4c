"""How the tagger's weights are made: data, base, network, training, calibration, export. Not in the wheel."""

rules:
	.venv/bin/python -m replyguard.cooldown.proof

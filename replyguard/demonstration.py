"""The complaints that `replyguard demo` answers: one per language."""

from __future__ import annotations

from replyguard.domain.complaint import Complaint

COMPLAINTS = (
    Complaint(
        text="Pesan kue ultah buat jam 10 pagi, jam 1 siang baru nyampe, "
        "tulisannya salah nama pula. Acaranya udah kelar!!",
        facts=("Kue terlambat keluar dari dapur kami", "Nama di kue salah kami tulis"),
        channel="instagram",
        language="id",
    ),
    Complaint(
        text="Booked a quiet room for my mum's 70th and you put us right next to the kitchen door. "
        "Food took an hour too.",
        facts=("The quiet room was given to another booking by mistake", "One of two ovens was broken that evening"),
        channel="google_review",
        language="en",
    ),
)

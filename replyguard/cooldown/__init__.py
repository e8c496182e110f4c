"""The second, colder reader: text → Review.

`reviewer` tells the story. Readers find faults (`rules`, `tagger`, `claims`, `private`, `notes`, `model`), each by
itself; `merge` joins those who agree. What only a rule found needs the tagger's belief (`believing`), and of two names
for the same words the better one stays (`settling`).

Then `calming` finds each a rewrite: a reader's own where it fires nothing alone, what else the tagger half hears beside
loud faults (`hearing`), and for all of them together a `choosing`:

- `faults`:   how far each reaches (`reach` by itself, `reaching` beside the others), and what stands without (`rest`);
- `sayable`:  what may be said there (`sayings`, `holding`), nothing twice;
- `choosing`: for each the rule's own wording (`joining`), a sentence, or nothing;
- `filling`:  a sentence, where no reply would be left.

All are put in (`together`, `rewrite`) and read again; what is marked then is chosen anew.
"""

"""Make the embedded French-English models: developer tooling, not shipped.

The stages, in the order in which they run, are one module each::

    prepare -> teacher -> table | transformer -> contrastive -> evaluate -> export

See ``training/README.md`` for the commands. Nothing of the five packages
imports this one; it may use torch and transformers freely.
"""

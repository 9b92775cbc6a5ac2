#!/usr/bin/env python3
"""usage: package_schemas.py SOURCE_DIR   checks the shipped packages against the JSON Schemas that editors use.

A second opinion: the schemas are printed from the shapes that Quarry checks by, a validator of its own must agree.
"""
import json
import pathlib
import sys

import jsonschema
import yaml

FILES = {"pack": "pack.yaml", "atomic": "atomics/*.yaml", "test": "tests/*.yaml", "exclusion": "exclusions/*.yaml"}


class TextLoader(yaml.SafeLoader):
    """YAML 1.2 has no dates: editors see texts."""


TextLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def main() -> int:
    source = pathlib.Path(sys.argv[1])
    wrong = checked = 0
    for name, pattern in FILES.items():
        schema = json.loads((source / "docs/schemas" / f"{name}.schema.json").read_text())
        jsonschema.Draft7Validator.check_schema(schema)
        validator = jsonschema.Draft7Validator(schema)
        for path in sorted((source / "packs").glob("*/" + pattern)):
            checked += 1
            for error in validator.iter_errors(yaml.load(path.read_text(), TextLoader)):
                wrong += 1
                print(f"{path}: {'.'.join(map(str, error.absolute_path))}: {error.message}")
    # The schema must refuse what the reader refuses.
    schema = json.loads((source / "docs/schemas/pack.schema.json").read_text())
    packs = sorted((source / "packs").glob("*/pack.yaml"))
    for breakage in ({"titel": "x"}, {"format": 2}, {"rules": []}, {"severity": "severe"}, {"created": "yesterday"}):
        document = yaml.load(packs[0].read_text(), TextLoader) | breakage
        if jsonschema.Draft7Validator(schema).is_valid(document):
            wrong += 1
            print(f"the schema accepts {breakage}")
    print(f"{checked} files checked, {wrong} errors")
    return 1 if wrong or checked == 0 else 0


sys.exit(main())

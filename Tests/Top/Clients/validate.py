"""validate.py SCHEMA FILE: for each line of FILE, a JSON value, says on a line what the schema has to say of it: null, or
{"place": [...], "message": ...} of the error that matters most, with the place of the key or entry that is to blame.
"""

import json
import sys

import jsonschema
from jsonschema.exceptions import best_match

with open(sys.argv[1], encoding="utf-8") as file:
    schema = json.load(file)
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)


def told(error):
    place = list(error.absolute_path)
    if error.validator == "additionalProperties":
        place += [name for name in error.instance if name not in error.schema.get("properties", {})][:1]
    elif "propertyNames" in error.absolute_schema_path:
        place.append(error.instance)
    return {"place": place, "message": error.schema.get("patternErrorMessage", error.message)
            if error.validator == "pattern" else error.message}


with open(sys.argv[2], encoding="utf-8") as file:
    for line in file:
        value = json.loads(line)
        print("null" if validator.is_valid(value) else json.dumps(told(best_match(validator.iter_errors(value)))))

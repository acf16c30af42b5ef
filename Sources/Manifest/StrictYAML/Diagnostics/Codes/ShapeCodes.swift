import Diagnostics

/// The shape of a value, and names.
extension DiagnosticCode {
    static let ofShapes = [
        version, unknownKey, missingKey, wrongType, invalidValue, outOfRange, duplicateEntry,
        unknownReference,
        conflictingKeys, uselessKey, quotes, overlay,
    ]

    package static let version = DiagnosticCode(
        "version", .error, asking: true,
        "the manifest says the version of its language that this program reads",
        why: "A file in another version may mean something else by the same words.",
        remedy: "Write version: 1, or use the program that the file was written for.",
        broken: "version: 2",
        mended: "version: 1")

    package static let unknownKey = DiagnosticCode(
        "unknown-key", .error, "a key is one that is known where it stands",
        why: "A misspelt key would be a setting that does not hold, and nobody would notice.",
        remedy: "Write the key that is meant, which is proposed where one is near, or remove it.",
        broken: """
            tokens:
              acces_token: 1h
            """,
        mended: """
            tokens:
              access_token: 1h
            """)

    package static let missingKey = DiagnosticCode(
        "missing-key", .error, "what a part of the manifest needs is there",
        why: "There is no default for it that would be right for everybody.",
        remedy: "Add the key. Where it is there and comes out empty, set the variable that it consists of.",
        broken: """
            routes:
              health: { path: /health }
            """,
        mended: """
            routes:
              health: { path: /health, handler: health }
            """)

    package static let wrongType = DiagnosticCode(
        "wrong-type", .error, "a value is of the kind that its key takes",
        why: "A number without a unit, or a word for a list, would have to be guessed.",
        remedy:
            "Times have a unit (30s, 1h), sizes too (64KiB); a list stands in brackets; true and false are written so.",
        broken: """
            tokens:
              access_token: 3600
            """,
        mended: """
            tokens:
              access_token: 1h
            """)

    package static let invalidValue = DiagnosticCode(
        "invalid-value", .either, "a value is one that its key can have",
        why: "What is not understood can't be done; a warning is given where it can, and is hardly meant.",
        remedy: "Write one of the values that the message names.",
        broken: """
            tokens:
              refresh_token: { rotation: replya }
            """,
        mended: """
            tokens:
              refresh_token: { rotation: replay }
            """)

    package static let outOfRange = DiagnosticCode(
        "out-of-range", .error, "a number, a time or a size is within its bounds",
        why:
            "Beyond them the server would be unsafe, or stand still; RFC 6749 §4.1.2 wants codes to live for minutes at most.",
        remedy: "Write a value between the bounds that the message names.",
        broken: """
            tokens:
              authorization_code: 1h
            """,
        mended: """
            tokens:
              authorization_code: 60s
            """)

    package static let duplicateEntry = DiagnosticCode(
        "duplicate-entry", .error, "a list has each of its entries once",
        why: "The second was probably meant to be something else.",
        remedy: "Remove one of them, or write what was meant.",
        broken: """
            token_endpoint_auth_methods: [none, none]
            """,
        mended: """
            token_endpoint_auth_methods: [none]
            """)

    package static let unknownReference = DiagnosticCode(
        "unknown-reference", .either, "what is named elsewhere in the manifest is there",
        why: "A scope, a resource or a profile that nothing declares opens nothing.",
        remedy: "Write the name as it is declared, or declare it.",
        broken: """
            resources:
              - { resource: "http://localhost:3232/mcp", scopes: [mpc] }
            """,
        mended: """
            resources:
              - { resource: "http://localhost:3232/mcp", scopes: [mcp] }
            """)

    package static let conflictingKeys = DiagnosticCode(
        "conflicting-keys", .error, "no two settings contradict each other",
        why: "One of them would not hold, and which one is not for the program to choose.",
        remedy: "Keep the one that is meant.",
        broken: """
            store: { memory: true, redis_url: "redis://localhost" }
            """,
        mended: """
            store: { redis_url: "redis://localhost" }
            """)

    package static let uselessKey = DiagnosticCode(
        "useless-key", .either, "a setting has an effect where it stands",
        why: "Who wrote it expects something that does not happen.",
        remedy: "Remove it, or write it where it was meant.",
        broken: """
            routes:
              health: { path: /health, handler: health, cache: 5m }
            """,
        mended: """
            routes:
              health: { path: /health, handler: health }
            """)

    package static let quotes = DiagnosticCode(
        "quotes", .warning, "values are quoted with plain quotes",
        why: "Typographic quotes quote nothing in YAML: they become part of the value.",
        remedy: "Write ' or \", or no quotes where none are needed.",
        broken: """
            scopes:
              mcp: { description: “Use it”, default: true }
            """,
        mended: """
            scopes:
              mcp: { description: Use it, default: true }
            """)

    package static let overlay = DiagnosticCode(
        "overlay", .warning, "an overlay changes something",
        why: "What it removes is not there, or it adds nothing: the name was probably meant to be another.",
        remedy: "Write the name as the manifest has it. An entry is removed by null.",
        broken: """
            # prod.yaml
            scopes: { mpc: null }
            """,
        mended: """
            # prod.yaml
            scopes: { mcp: null }
            """)
}

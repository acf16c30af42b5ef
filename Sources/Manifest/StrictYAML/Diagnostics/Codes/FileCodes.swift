import Diagnostics

/// The file, and the file as YAML.
extension DiagnosticCode {
    static let ofFiles = [unreadable, encoding, yamlSyntax, yamlFeature, yamlLimit, duplicateKey]

    package static let unreadable = DiagnosticCode(
        "unreadable", .error, "the manifest can be read",
        why: "Without its manifest there is nothing that the server could serve.",
        remedy: "Name the file, run the command in its folder, or give this user the right to read it.",
        broken: "mcp-auth check rotues.yaml",
        mended: "mcp-auth check routes.yaml")

    package static let encoding = DiagnosticCode(
        "encoding", .error, "a manifest is text in UTF-8, without control characters",
        why: "Other bytes would be read as something else than what is seen in an editor.",
        remedy:
            "Save the file as UTF-8; a control character is removed, or written as an escape in double quotes.",
        broken: "mcp-auth check routes.yaml     # saved as UTF-16",
        mended: "mcp-auth check routes.yaml     # saved as UTF-8")

    package static let yamlSyntax = DiagnosticCode(
        "yaml-syntax", .error, "a manifest is YAML",
        why: "A file that is no YAML has no meaning; what stands behind the slip is not even looked at.",
        remedy:
            "Where the slip was found, the hint says what to write there: a quote, a colon, a blank, the indentation.",
        broken: """
            server:
              port:3001
            """,
        mended: """
            server:
              port: 3001
            """)

    package static let yamlFeature = DiagnosticCode(
        "yaml-feature", .error, "of YAML, a manifest uses what can be seen on its lines",
        why:
            "Tags, directives, merge keys and further documents change the meaning of lines that stand elsewhere.",
        remedy: "Write out what they stand for. What routes have in common is said under 'defaults'.",
        broken: """
            server:
              port: !!int 3001
            """,
        mended: """
            server:
              port: 3001
            """)

    package static let yamlLimit = DiagnosticCode(
        "yaml-limit", .either, "a manifest is no larger than a person would write it",
        why:
            "A file of another kind, or an alias that multiplies, must not keep the program busy or fill its memory.",
        remedy:
            "See whether it is the right file. Bounds: 1 MiB, 64 levels, 100000 values; aliases count as what they stand for.",
        broken: "mcp-auth check /var/log/syslog",
        mended: "mcp-auth check routes.yaml")

    package static let duplicateKey = DiagnosticCode(
        "duplicate-key", .error, "a key is set once",
        why: "Of two values one would not hold, and which one depends on who reads the file.",
        remedy: "Keep one of them.",
        broken: """
            server:
              port: 3001
              port: 3002
            """,
        mended: """
            server:
              port: 3001
            """)
}

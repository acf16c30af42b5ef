import Diagnostics

/// Variables and secrets.
extension DiagnosticCode {
    static let ofVariables = [
        unsetVariable, variableSyntax, variableValue, secretFile, weakSecret, secretInManifest,
    ]

    package static let unsetVariable = DiagnosticCode(
        "unset-variable", .error, "a variable without a default is set",
        why: "An empty value in its place could be a server with another name, or without a secret.",
        remedy: "Set it in the environment, or say what holds without it: ${NAME:-default}.",
        broken: """
            server: { port: "${PORT}" }
            """,
        mended: """
            server: { port: "${PORT:-3001}" }
            """)

    package static let variableSyntax = DiagnosticCode(
        "variable-syntax", .either, "a variable is ${NAME}, ${NAME:-default} or ${NAME:?message}",
        why:
            "Shells and other programs know more forms; here they would be plain text that looks like a variable.",
        remedy: "Write it in one of the three forms. A dollar sign that is meant is written $$.",
        broken: """
            server: { port: "${PORT-3001}" }
            """,
        mended: """
            server: { port: "${PORT:-3001}" }
            """)

    package static let variableValue = DiagnosticCode(
        "variable-value", .either, "a variable holds its value and nothing else",
        why: "Quotes of an .env file, or an end of line, come along unseen and make another value of it.",
        remedy: "Set the variable as the hint says. The manifest needs no change.",
        broken: """
            # AUTH_SERVER_URL="http://localhost:3001"
            server: { issuer: "${AUTH_SERVER_URL}" }
            """,
        mended: """
            # AUTH_SERVER_URL=http://localhost:3001
            server: { issuer: "${AUTH_SERVER_URL}" }
            """)

    package static let secretFile = DiagnosticCode(
        "secret-file", .either, "a secret file is there, has a secret in it, and is its owner's alone",
        why: "Without it nothing can be opened; what others on the machine can read is no secret.",
        remedy: "Name the file relative to the manifest, put one line into it, and set its mode to 0600.",
        broken: """
            server: { secret_file: keys/sever }
            """,
        mended: """
            server: { secret_file: keys/server }
            """)

    package static let weakSecret = DiagnosticCode(
        "weak-secret", .error, "a secret is too long to be guessed",
        why:
            "Who guesses it reads every token. A secret that a program made is as easy to keep as a short one.",
        remedy: "Make one with: \(SecretKey.command)",
        broken: """
            resource_servers:
              - { id: demo, secret: hunter2 }
            """,
        mended: """
            resource_servers:
              - { id: demo, secret: "${DEMO_SECRET}" }
            """)

    package static let secretInManifest = DiagnosticCode(
        "secret-in-manifest", .warning, "off the own machine, secrets stand elsewhere than in the manifest",
        why: "A manifest is copied, shown and checked in; what stands in it is soon known to many.",
        remedy: "Name a file under the key that ends with _file, or a variable: ${NAME}.",
        broken: """
            server: { issuer: "https://auth.example.com" }
            resource_servers:
              - { id: demo, secret: 0123456789012345678901234567 }
            """,
        mended: """
            server: { issuer: "https://auth.example.com" }
            resource_servers:
              - { id: demo, secret_file: keys/demo }
            """)
}

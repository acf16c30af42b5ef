import ManifestCases
import RouteManifest
import Testing

/// **What stands as a value at a key that holds a secret, on its line and on those that belong to it, is never shown.**
@Suite("a secret is never shown, whatever it begins with")
struct SecretIndicatorTests {
    /// The indicators of YAML (1.2 §5.3), blanks behind some, and what else makes a parser stop.
    private static let indicators = [
        "-", "?", ":", ",", "[", "]", "{", "}", "#", "&", "*", "!", "|", ">", "'", "\"", "%", "@", "`", "- ",
        "? ",
        ": ", "*a ", "!t ", "!!str ", "!<", "&a ", "&a *", "|2 ", ">-", "<<: ", "\\", "\"\\q", "~", "=", "$",
        "${}", "$$",
        "\t", "--- ", "... ", "%YAML 1.2 ", "", "a: ", "a #", "'' ", "\"\" ", "{a: ", "[a, ",
        "{hunter2: 1, hunter2: 2, ",
    ]

    /// Where a secret may stand; `@` is it.
    private static let places = [
        "server:\n  secret: @\n", "server: { secret: @ }\n", "server: { port: 1, secret: @, issuer: x }\n",
        "server:\n  secret:\n    @\n", "server:\n  secret :   @\n", "server:\n  \"secret\": @\n",
        "server: {secret: @}\nstore: {memory: true}\n", "server:\n  ? secret\n  : @\n",
        "server:\n  secret:\n    - @\n", "server:\n  secret:\n  - @\n", "server: {\n  secret:\n @ }\n",
        "server:\n  secret: first\n    @\n", "server:\n  secret: |\n    first\n    @\n",
        "server:\n  secert: @\n", "store:\n  redis_url: @\n", "store: { redis_url: @ }\n",
        "store:\n  redis_ulr: @\n",
        "resource_servers:\n  - id: demo\n    secret: @\n",
        "resource_servers: [{ id: demo, secret: @ }]\n",
        "clients:\n  - client_id: c\n    client_secret: @\n    secret: @\n",
    ]

    private func rendered(_ text: String) -> String {
        ManifestLoader(surroundings: ManifestSurroundings()).load(Array(text.utf8)).rendered
    }

    @Test("with every indicator, wherever a secret may stand", arguments: places)
    func indicators(place: String) {
        for indicator in Self.indicators {
            for secret in [
                indicator + "hunter2", "hunter2" + indicator + "hunter2",
            ] {
                let text =
                    "version: 1\n" + place.replacing("@", with: secret)
                    + "routes:\n  health: { path: /health, handler: health }\n"
                let rendered = rendered(text)
                #expect(!rendered.contains("hunter2"), "\(text)\n\(rendered)")
            }
        }
    }

    @Test("nor when another key refers to it")
    func alias() {
        for other in [
            "port: *s", "issuer: *s", "bind: *s", "trusted_proxies: [*s]", "idle_timeout: *s", "nonsense: *s",
        ] {
            let rendered = rendered(
                "version: 1\nserver:\n  secret: &s hunter2-hunter2-hunter2-hunter2-hunter2\n  \(other)\nroutes: {}\n"
            )
            #expect(!rendered.contains("hunter2"), "\(rendered)")
        }
    }

    @Test("and what is no secret is still quoted: the name of a variable, and other lines")
    func others() {
        let text = """
            version: 1
            server:
              secret: ${HUNTER2}
              port: *nobody
            """
        let rendered = rendered(text)
        #expect(rendered.contains("alias 'nobody' has no anchor"))
        #expect(!rendered.contains("***"))
        #expect(self.rendered("version: 1\nserver:\n  secret: ${HUNTER2}\nroutes: {}\n").contains("HUNTER2"))
    }
}

import OAuthModel
import OpenAPI

// How a caller says who it is, in the words of the OpenAPI document.

extension DescribedRoute {
    /// The parameters of a form by which a caller does.
    var credentials: [Schema.Property] {
        let methods = authenticationMethods
        var properties: [Schema.Property] = []
        if methods.contains(where: { $0 != .clientSecretBasic }) {
            properties.append(
                .optional("client_id", .string("Who is asking, unless something else says so.")))
        }
        if methods.contains(.clientSecretPost) {
            properties.append(
                .optional("client_secret", .string("Its secret, unless that is in the header.")))
        }
        if methods.contains(where: \.hasKey) {
            properties += [
                .optional(
                    "client_assertion_type",
                    .constant("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", "RFC 7523 §2.2.")),
                .optional(
                    "client_assertion",
                    .string(
                        "A JWT that the client has signed. `aud` is the issuer, `jti` is used once, `exp` is an hour away at most."
                    )),
            ]
        }
        return properties
    }

    /// The same in the header. It may be left out where there is another way.
    ///
    /// - Parameters:
    ///   - name: Of the scheme.
    ///   - words: Whose id and secret it takes.
    func basic(_ name: String, _ words: String) -> [[SecurityScheme]]? {
        guard authenticationMethods.contains(.clientSecretBasic) else { return nil }
        let scheme = SecurityScheme.basic(
            name, "\(words), each encoded as in a form first (RFC 6749 §2.3.1).")
        return authenticationMethods.count == 1 ? [[scheme]] : [[scheme], []]
    }

    var clientBasic: [[SecurityScheme]]? {
        basic(ClientAuthenticationMethod.clientSecretBasic.rawValue, "Id and secret of a client")
    }

    /// RFC 6749 §3.3, with what the scopes mean.
    var scope: Schema {
        let words = offer.scopes.map { "`\($0.token.rawValue)`: \($0.description)." }
        return .string(
            (["Scopes between spaces."] + words).joined(separator: " "),
            example: offer.scopes.isEmpty ? nil : offer.scopes.map(\.token.rawValue).joined(separator: " "))
    }

    /// RFC 8707 §2. It may be repeated.
    var resource: Schema {
        let names = offer.resources.map { "`\($0.indicator.text)`: \($0.name)." }
        return .array(
            of: .string(format: "uri"),
            (["The MCP servers that the token is for; each is a parameter of its own."] + names)
                .joined(separator: " "))
    }
}

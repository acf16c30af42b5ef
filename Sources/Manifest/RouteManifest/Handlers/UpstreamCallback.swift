import OAuthModel
import OpenAPI

extension HandlerDescriptor {
    static let upstreamCallback = HandlerDescriptor(
        words:
            "Where a provider sends the browser back to. No route of the file has it: each of `upstreams` has one that follows from it, at /upstream/NAME/callback, as long as a route of oauth.authorize is on.",
        methods: [.get], isPage: true, needsParameters: true, isAdvertised: false, isMade: true,
        needs: [.authorize], options: .none(.upstreamCallback(.fake)),
        operations: { _ in
            [.get: callback([500: .page("The provider did something that it should not do.")])]
        })

    /// What comes back from a login.
    static func callback(_ further: [Int: Response]) -> Operation {
        let parameters: [Schema.Property] = [
            .required("state", .string("As it was sent along.")),
            .optional("code", .string("What the login is asked for with.")),
            .optional("error", .string("Why there was none.")),
            .optional("error_description", .string("The same in words.")),
            .optional("iss", .string("Whom the answer is from (RFC 9207).")),
        ]
        let responses: [Int: Response] = [
            302: .redirect("To the client, with `code` or `error`, `state` and `iss`."), 400: .pageRefusal,
            403: .pageForbidden,
        ]
        return Operation(
            "Come back from a login", parameters: parameters.map { .query($0) },
            responses: responses.merging(further) { first, _ in first })
    }
}

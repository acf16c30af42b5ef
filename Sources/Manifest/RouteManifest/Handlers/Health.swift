import OAuthModel
import OpenAPI

extension HandlerDescriptor {
    static let health = HandlerDescriptor(
        words: "Says whether the store can be used: 200, else 503.",
        shipped: ("health", "/health"), methods: [.get], isAdvertised: false, options: .none(.health),
        operations: { route in
            let known: [Schema.Property] = [
                .required("issuer", .constant(route.metadata.issuer)),
                .required("store", .string("Which kind of store it is.")),
                .required("plan", plan),
            ]
            return [
                .get: Operation(
                    "Ask whether it is well",
                    responses: [
                        200: .json("It is.", .object([.required("status", .constant("ok"))] + known)),
                        503: .json(
                            "The store can't be used, or the server has too much to do.",
                            .any(of: [
                                .object(
                                    [
                                        .required("status", .constant("unavailable")),
                                        .required("reason", .string("Why, in words of the system.")),
                                    ] + known), .error,
                            ])
                        ).with(.retryAfter),
                    ])
            ]
        })

    /// Which plan serves.
    private static let plan = Schema.object([
        .required("digest", .string("The same where the same is served.")),
        .required("since", .integer("Since when it is served, in seconds since 1970.")),
        .required("newer_refused", .boolean("There are newer files that can't be served.")),
        .optional("newer_refused_at", .integer("Since when, in seconds since 1970.")),
    ])
}

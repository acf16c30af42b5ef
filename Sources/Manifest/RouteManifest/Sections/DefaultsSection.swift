import StrictYAML

/// Section `defaults`: what holds for routes that do not say.
struct RouteDefaults {
    var cors = CORSPolicy.sameOrigin
    var rateLimit = WrittenRateLimit()
    var timeout = Duration.seconds(30)
    /// Nil: what suits the handler.
    var bodyLimit: Int?
    var headers: [HeaderField] = []
}

extension KeyList<RouteDefaults> {
    static let defaults = KeyList(
        "'defaults'", example: "{ cors: same-origin }", for: "every route that does not say otherwise",
        untouched: RouteDefaults()
    ) {
        Key("cors", .cors, \.cors, example: "any", "Whose web pages may read the answers.")
        Key(
            "rate_limit", .rateLimit, \.rateLimit, example: "600/1m", standing: "none",
            "How often one address may ask each route.")
        Key(
            "timeout", .duration(Field.timeouts), \.timeout, example: "30s",
            "How long an answer may take; then it is 503.")
        Key(
            "body_limit", .byteCount(Field.bodyLimits), \.bodyLimit, example: "64KiB",
            standing: "what suits the handler", "The largest body; more is answered 413.")
        Key(
            "headers", .headers, \.headers, example: "{ X-Robots-Tag: noindex }",
            "Header fields of every answer.")
    }
}

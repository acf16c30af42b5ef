/// Section `defaults`: what holds for routes that do not say.
struct RouteDefaults {
    let cors: CORSPolicy
    let rateLimit: WrittenRateLimit
    let timeout: Duration
    /// Nil: what suits the handler.
    let bodyLimit: Int?
    let headers: [HeaderField]
}

extension Decoding {
    func defaults(_ field: Field?) -> RouteDefaults {
        var reader = field?.mapping(such: "{ cors: same-origin }") ?? .absent("'defaults'", self)
        let defaults = RouteDefaults(
            cors: reader.take("cors")?.corsPolicy() ?? .sameOrigin,
            rateLimit: reader.take("rate_limit")?.rateLimit() ?? WrittenRateLimit(),
            timeout: reader.take("timeout")?.duration(Field.timeouts) ?? .seconds(30),
            bodyLimit: reader.take("body_limit")?.byteCount(Field.bodyLimits),
            headers: reader.take("headers")?.headers() ?? [])
        reader.finish()
        return defaults
    }
}

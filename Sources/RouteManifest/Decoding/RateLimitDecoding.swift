import YAML

/// What `rate_limit` says in one place. What it doesn't say follows from the defaults.
struct WrittenRateLimit {
    enum Rate: Equatable {
        case unlimited
        case requests(Int, per: Duration)
    }

    var rate: Rate?
    var scope: RateLimitScope?
    /// Of the word that says so.
    var scopeSpan: SourceSpan?

    /// With the defaults worked in.
    func filled(by defaults: WrittenRateLimit) -> WrittenRateLimit {
        WrittenRateLimit(
            rate: rate ?? defaults.rate, scope: scope ?? defaults.scope,
            scopeSpan: scope == nil ? defaults.scopeSpan : scopeSpan)
    }

    var limit: RateLimit? {
        guard case .requests(let count, let period)? = rate else { return nil }
        return RateLimit(count: count, period: period, scope: scope ?? .instance)
    }

    /// Where it is said that the limit is shared; nil when it isn't.
    var sharedSpan: SourceSpan? { limit?.scope == .shared ? scopeSpan : nil }
}

extension Decoding {
    /// The limit of a route.
    func rateLimit(_ field: Field?, _ defaults: WrittenRateLimit) -> WrittenRateLimit {
        guard let field else { return defaults }
        let errorsBefore = findings.errorCount
        let written = field.rateLimit()
        let filled = written.filled(by: defaults)
        guard findings.errorCount == errorsBefore, written.scope != nil else { return filled }
        if written.rate == .unlimited {
            field.error(.uselessKey, "without a limit there is no scope of one", hint: "remove scope")
        } else if filled.limit == nil {
            field.error(
                .missingKey, "a scope without a rate: 'defaults' have none",
                hint: "add a rate, such as rate: 60/1m")
        }
        return filled
    }
}

extension Field {
    /// `60/1m`, `none`, or a mapping with `rate` and `scope`, of which one may be missing.
    func rateLimit() -> WrittenRateLimit {
        guard case .mapping(let entries) = node.content else { return WrittenRateLimit(rate: rate()) }
        guard var reader = mapping() else { return WrittenRateLimit() }
        let scope = reader.take("scope")
        let written = WrittenRateLimit(
            rate: reader.take("rate")?.rate(), scope: scope?.choice(of: RateLimitScope.self),
            scopeSpan: scope?.span)
        reader.finish()
        if entries.isEmpty { error(.missingKey, "\(label) says nothing", hint: Self.rateHint) }
        return written
    }

    private static let rateHint = "write 60/1m for sixty a minute from one address, or none"

    private func rate() -> WrittenRateLimit.Rate? {
        guard let text = text() else { return nil }
        if text.value == "none" { return .unlimited }
        let parts = text.value.split(separator: "/", omittingEmptySubsequences: false)
        if parts.count == 2, !parts[0].hasPrefix("+"), let count = Int(parts[0]),
            (1...1_000_000).contains(count),
            let period = DurationText.parse(String(parts[1])), period >= .seconds(1),
            period <= .seconds(86_400)
        {
            return .requests(count, per: period)
        }
        error(
            .invalidValue, "\(label) must be a number of requests in a time, not \(text.shown)",
            hint: Self.rateHint)
        return nil
    }
}

import OAuthModel
import YAML

/// What stands where a rate is asked for.
enum WrittenRate: Equatable {
    case unlimited
    case rate(Rate)

    var rate: Rate? { if case .rate(let rate) = self { rate } else { nil } }
}

/// What `rate_limit` says in one place. What it doesn't say follows from the defaults.
struct WrittenRateLimit {
    var rate: WrittenRate?
    var counted: CountedRequests?
    var isShared: Bool?
    /// Of the word that says so.
    var sharedSpan: SourceSpan?

    /// With the defaults worked in.
    func filled(by defaults: WrittenRateLimit) -> WrittenRateLimit {
        WrittenRateLimit(
            rate: rate ?? defaults.rate, counted: counted ?? defaults.counted,
            isShared: isShared ?? defaults.isShared,
            sharedSpan: isShared == nil ? defaults.sharedSpan : sharedSpan)
    }

    var limit: RateLimit? {
        rate?.rate.map {
            RateLimit(rate: $0, counted: counted ?? .requests, isShared: isShared ?? false)
        }
    }

    /// Where it is said that the limit is shared; nil when it isn't.
    var spanIfShared: SourceSpan? { limit?.isShared == true ? sharedSpan : nil }

    /// The keys that mean nothing without a rate.
    var dependents: [String] {
        [counted.map { _ in "only" }, isShared.map { _ in "shared" }].compactMap(\.self)
    }
}

extension Decoding {
    /// The limit of a route.
    func rateLimit(_ field: Field?, _ defaults: WrittenRateLimit) -> WrittenRateLimit {
        guard let field else { return defaults }
        let errorsBefore = findings.errorCount
        let written = field.rateLimit()
        let filled = written.filled(by: defaults)
        let keys = written.dependents
        guard findings.errorCount == errorsBefore, !keys.isEmpty else { return filled }
        let named = keys.map { "'\($0)'" }.joined(separator: " and ")
        if written.rate == .unlimited {
            field.error(
                .uselessKey, "\(named) without a limit means nothing",
                hint: "remove \(keys.joined(separator: " and "))")
        } else if filled.limit == nil {
            field.error(
                .missingKey, "\(named) without a rate: 'defaults' have none",
                hint: "add a rate, such as rate: 60/1m")
        }
        return filled
    }
}

extension Field {
    /// `60/1m`, `none`, or a mapping with `rate`, `only` and `shared`, not all of which need to be there.
    func rateLimit() -> WrittenRateLimit {
        guard case .mapping(let entries) = node.content else { return WrittenRateLimit(rate: addressRate()) }
        guard var reader = mapping() else { return WrittenRateLimit() }
        let shared = reader.take("shared")
        let written = WrittenRateLimit(
            rate: reader.take("rate")?.addressRate(),
            counted: reader.take("only")?.choice(of: CountedRequests.self),
            isShared: shared?.boolean(), sharedSpan: shared?.span)
        if let scope = reader.takeRetired("scope") {
            let isInstance = scope.text()?.value == "instance"
            scope.error(
                .unknownKey, "a limit has no 'scope'; whether processes count together is 'shared'",
                hint: "write shared: \(!isInstance)", at: scope.keySpan)
        }
        reader.finish()
        if entries.isEmpty { error(.missingKey, "\(label) says nothing", hint: Self.addressRateHint) }
        return written
    }

    private static let addressRateHint = "write 60/1m for sixty a minute from one address, or none"

    private func addressRate() -> WrittenRate? { rate(hint: Self.addressRateHint) }

    /// `60/1m` or `none`.
    func rate(hint: String) -> WrittenRate? {
        guard let text = text() else { return nil }
        if text.value == "none" { return .unlimited }
        let parts = text.value.split(separator: "/", omittingEmptySubsequences: false)
        if parts.count == 2, !parts[0].hasPrefix("+"), let count = Int(parts[0]),
            (1...1_000_000).contains(count),
            let period = DurationText.parse(String(parts[1])), period >= .seconds(1),
            period <= .seconds(86_400)
        {
            return .rate(Rate(count: count, period: period))
        }
        error(
            .invalidValue, "\(label) must be a number of requests in a time, not \(text.shown)", hint: hint)
        return nil
    }
}

import OAuthModel
import StrictYAML
import YAML

/// What stands where a rate is asked for.
enum WrittenRate: Equatable, CustomStringConvertible {
    case unlimited
    case rate(Rate)

    var rate: Rate? { if case .rate(let rate) = self { rate } else { nil } }
    var description: String { rate?.text ?? "none" }

    init(_ rate: Rate?) { self = rate.map(Self.rate) ?? .unlimited }

    static let pattern = "none|[1-9][0-9]*/[0-9]+(ms|s|m|h|d)"
}

/// What `rate_limit` says in one place. What it doesn't say follows from the defaults.
struct WrittenRateLimit {
    var rate: WrittenRate?
    var counted: CountedRequests?
    var isShared: Bool?
    /// The word that says so.
    var sharedField: Field?

    /// With the defaults worked in.
    func filled(by defaults: WrittenRateLimit) -> WrittenRateLimit {
        WrittenRateLimit(
            rate: rate ?? defaults.rate, counted: counted ?? defaults.counted,
            isShared: isShared ?? defaults.isShared,
            sharedField: isShared == nil ? defaults.sharedField : sharedField)
    }

    var limit: RateLimit? {
        rate?.rate.map {
            RateLimit(rate: $0, counted: counted ?? .requests, isShared: isShared ?? false)
        }
    }

    /// As the file would write it; nil where it says nothing.
    var text: String? {
        if counted == nil, isShared == nil { return rate?.description }
        let parts = [
            rate.map { "rate: \($0)" }, counted.map { "only: \($0.rawValue)" },
            isShared.map { "shared: \($0)" },
        ]
        return "{ \(parts.compactMap(\.self).joined(separator: ", ")) }"
    }

    /// Where it is said that the limit is shared; nil when it isn't.
    var fieldIfShared: Field? { limit?.isShared == true ? sharedField : nil }

    /// The keys that mean nothing without a rate.
    var dependents: [String] {
        [counted.map { _ in "only" }, isShared.map { _ in "shared" }].compactMap(\.self)
    }
}

extension KeyList<WrittenRateLimit> {
    fileprivate static let limit = KeyList(
        "'rate_limit'", example: "{ rate: 60/1m }", for: "every route that does not say otherwise",
        untouched: WrittenRateLimit()
    ) {
        Key(
            "rate", .rate, \.rate, example: "60/1m", "How often; `none` for no limit.",
        )
        Key(
            "only", .choice(), \.counted, example: "failures", standing: "requests",
            "What is counted: `requests`, each that comes; `failures`, those that were refused.")
        Key(
            "shared", .boolean, \.isShared, example: "true", standing: "false",
            "All processes on the same store count together; else each process counts what comes to it.")
        Key.retired("scope") { scope, _, reader in
            let isInstance = scope.text()?.value == "instance"
            scope.error(
                .unknownKey, "a limit has no 'scope'; whether processes count together is 'shared'",
                remedy: reader.field("shared") == nil
                    ? scope.replaceEntry("shared: \(!isInstance)") : scope.remove(called: "scope"),
                at: scope.keySpan)
        }
    } together: { limit, reader in
        limit.sharedField = reader.field("shared")
    }
}

extension ValueType<WrittenRate> {
    /// From one address.
    fileprivate static var rate: ValueType { rate("", such: "60/1m for sixty a minute from one address") }

    /// - Parameter counted: What is counted: `with one client`.
    static func rate(_ counted: String) -> ValueType {
        rate(" " + counted, such: "30/1m for thirty a minute \(counted)")
    }

    private static func rate(_ counted: String, such example: String) -> ValueType {
        ValueType("a number of requests in a time\(counted), or none", pattern: WrittenRate.pattern) {
            $0.rate(hint: "such as \(example), or none")
        }
    }
}

extension ValueType<WrittenRateLimit> {
    /// `60/1m`, `none`, or a mapping with `rate`, `only` and `shared`, not all of which need to be there.
    static var rateLimit: ValueType {
        ValueType(
            .either([ValueType<WrittenRate>.rate.shape, .mapping(KeyList<WrittenRateLimit>.limit.entries)])
        ) {
            $0.text
        } read: { field in
            guard case .mapping(let entries) = field.node.content else {
                return ValueType<WrittenRate>.rate.read(field).map { WrittenRateLimit(rate: $0) }
            }
            if entries.isEmpty {
                field.error(
                    .missingKey, "\(field.label) says nothing",
                    remedy: field.writeYAML("60/1m").or("none for no limit"))
            }
            return KeyList<WrittenRateLimit>.limit.read(field, called: field.label) { limit, _ in limit }
        }
    }
}

extension Decoding {
    /// The limit of a route, from what is written there.
    func rateLimit(_ field: Field?, _ defaults: WrittenRateLimit) -> WrittenRateLimit {
        guard let field else { return defaults }
        let errorsBefore = findings.errorCount
        let written = ValueType.rateLimit.read(field) ?? WrittenRateLimit()
        let filled = written.filled(by: defaults)
        let keys = written.dependents
        guard findings.errorCount == errorsBefore, !keys.isEmpty else { return filled }
        let named = keys.map { "'\($0)'" }.joined(separator: " and ")
        if written.rate == .unlimited {
            field.error(
                .uselessKey, "\(named) without a limit means nothing",
                remedy: field.writeYAML("none"))
        } else if filled.limit == nil {
            field.error(
                .missingKey, "\(named) without a rate: 'defaults' have none",
                remedy: field.add("rate: 60/1m", words: "add rate: 60/1m").ifMeant())
        }
        return filled
    }
}

extension Field {
    /// `60/1m` or `none`.
    fileprivate func rate(hint: String) -> WrittenRate? {
        guard let text = text(such: "60/1m") else { return nil }
        if text.value == "none" { return .unlimited }
        if let rate = Self.rate(text.value) { return .rate(rate) }
        let meant = Self.meantRate(text.value)
        error(
            .invalidValue, "\(label) must be a number of requests in a time, not \(text.shown)",
            remedy: meant.map { write($0.text) } ?? self.meant(text.value, among: ["none"], called: nil)
                ?? Remedy(hint))
        return nil
    }

    /// What somebody meant who wrote it in another way: `120 per minute`, `120/m`, `5/60`.
    private static func meantRate(_ text: String) -> Rate? {
        let parts = text.lowercased().replacing(" per ", with: "/").split(separator: "/")
        guard parts.count == 2 else { return nil }
        let period = parts[1].drop { $0 == " " }
        let isUnit = period.first.map { !("0"..."9" ~= $0) } ?? false
        guard let length = DurationText.meant((isUnit ? "1" : "") + period) else { return nil }
        return rate("\(parts[0].filter { $0 != " " })/\(DurationText.render(length))")
    }

    private static func rate(_ text: String) -> Rate? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].hasPrefix("+"), let count = Int(parts[0]),
            (1...1_000_000).contains(count),
            let period = DurationText.parse(String(parts[1])), period >= .seconds(1),
            period <= .seconds(86_400)
        else { return nil }
        return Rate(count: count, period: period)
    }
}

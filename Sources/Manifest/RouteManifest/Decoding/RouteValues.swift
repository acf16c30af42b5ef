import Diagnostics
import OAuthModel
import StrictYAML
import Suggestions
import Web
import WireText
import YAML

extension ValueType<CORSPolicy> {
    /// `any`, `same-origin`, or a list of origins.
    static var cors: ValueType {
        let origin = TextShape("an origin as browsers send it", pattern: "https?://[^/]+")
        return ValueType(.either([.word(["any", "same-origin"]), .list(of: .text(origin))])) {
            $0.text
        } read: {
            $0.corsPolicy()
        }
    }
}

extension CORSPolicy {
    var text: String {
        switch self {
        case .any: "any"
        case .sameOrigin: "same-origin"
        case .origins(let origins): YAMLText.list(origins.map(\.description))
        }
    }
}

extension ValueType<[HeaderField]> {
    static var headers: ValueType {
        let name = TextShape("the name of a header field", pattern: "[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")
        return ValueType(.named(name, .text(.line(atMost: 1000)))) { fields in
            let texts = fields.map { "\(YAMLText.scalar($0.name)): \(YAMLText.scalar($0.value))" }
            return texts.isEmpty ? nil : "{ \(texts.joined(separator: ", ")) }"
        } read: {
            $0.headers()
        }
    }
}

extension Field {
    static let timeouts: ClosedRange<Duration> = .milliseconds(100) ... .seconds(600)
    static let bodyLimits = 0...67_108_864
    static let cacheTimes: ClosedRange<Duration> = .seconds(1) ... .seconds(30 * 86_400)

    func corsPolicy() -> CORSPolicy? {
        if case .sequence = node.content { return origins().map(CORSPolicy.origins) }
        guard let text = text(such: "any, same-origin or [https://app.example.com]") else { return nil }
        switch text.value {
        case "any": return .any
        case "same-origin": return .sameOrigin
        default:
            error(.invalidValue, "\(label) can't be \(text.shown)", remedy: corsRemedy(text.value))
            return nil
        }
    }

    private func corsRemedy(_ text: String) -> Remedy? {
        switch text.lowercased() {
        case "*", "all", "true", "everyone": return write("any")
        case "none", "false", "off", "self": return write("same-origin")
        default:
            if let origin = URIParts(text).flatMap(WebOrigin.init) {
                return writeYAML(YAMLText.list(["\(origin)"]))
            }
            let words = ["any", "same-origin"]
            return meant(text, among: words, called: "a list of origins, or one of")
        }
    }

    private func origins() -> [WebOrigin]? {
        guard let entries = list() else { return nil }
        if entries.isEmpty {
            error(.invalidValue, "\(label) lists no origin", remedy: writeYAML("same-origin"))
        }
        return decoding.distinct(entries) { entry in
            entry.convert(
                to: "an origin as browsers send it", such: "https://app.example.com"
            ) {
                WebOrigin(asSent: $0)
            } remedy: {
                URIParts($0).flatMap(WebOrigin.init).map { entry.write("\($0)") }
            }
        }
    }

    /// `10m`, or `none`, which is `.some(nil)`.
    func cache() -> Duration?? {
        if filled == "none" { return .some(nil) }
        return quantity(DurationText.self, Self.cacheTimes, or: ["none"])
    }

    fileprivate func headers() -> [HeaderField]? {
        guard let reader = mapping(such: "{ X-Robots-Tag: noindex }") else { return nil }
        return reader.all().compactMap { entry, field in
            guard Self.isHeaderName(entry.key) else {
                let name = entry.key.replacing(" ", with: "-")
                field.error(
                    .invalidValue, "\(quoted(entry.key)) is not a name for a header field",
                    remedy: Self.isHeaderName(name)
                        ? Remedy("write \(name)", edit: Remedy.Edit(entry.keySpan, YAMLText.scalar(name)))
                        : Remedy("letters, digits and -, no spaces"),
                    at: entry.keySpan)
                return nil
            }
            if let reason = Self.ownedElsewhere(entry.key.lowercased()) {
                field.error(
                    .conflictingKeys, "header field \(quoted(entry.key)) is not for the manifest to set",
                    remedy: field.remove().because(reason), at: entry.keySpan)
                return nil
            }
            return field.line(atMost: 1000).map { HeaderField(name: entry.key, value: $0.value) }
        }
    }

    private static func isHeaderName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 100
            && text.utf8.allSatisfy { $0.isLetter || $0.isDigit || "!#$%&'*+-.^_`|~".utf8.contains($0) }
    }

    private static func ownedElsewhere(_ name: String) -> String? {
        if name.hasPrefix("access-control-") { return "use cors" }
        if name.hasPrefix("ratelimit") || name == "retry-after" { return "use rate_limit" }
        switch name {
        case "cache-control", "etag", "expires", "last-modified": return "use cache, where the handler has it"
        case "content-length", "transfer-encoding", "connection", "date", "x-request-id", "keep-alive",
            "upgrade", "trailer":
            return "the server sets it by itself"
        case "content-type", "content-encoding", "content-security-policy", "location", "set-cookie",
            "www-authenticate",
            "allow", "vary":
            return "the handler sets it by itself"
        default: return nil
        }
    }
}

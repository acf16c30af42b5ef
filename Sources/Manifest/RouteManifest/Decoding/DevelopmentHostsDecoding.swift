import OAuthModel
import StrictYAML
import Web

extension ValueType<DevelopmentHost> {
    static var developmentHost: ValueType {
        ValueType("a name without a dot, or under .internal, .local or .test") { field in
            guard let text = field.text() else { return nil }
            do throws(DevelopmentHostFlaw) {
                return try DevelopmentHost(text.value)
            } catch .thisMachine {
                field.warning(
                    .uselessKey, "\(text.shown) is this machine, where plain http is always trusted",
                    remedy: field.remove())
            } catch {
                let (words, remedy) = error.explanation(text.value, field)
                field.error(.developmentHosts, "\(text.shown) \(words)", remedy: remedy)
            }
            return nil
        }
    }
}

extension DevelopmentHostFlaw {
    fileprivate func explanation(_ text: String, _ field: Field) -> (words: String, remedy: Remedy) {
        switch self {
        case .thisMachine, .publicName:
            (
                "can be a name on the internet, where plain http is never trusted",
                Remedy(
                    "names for development have no dot, or end in .internal, .local or .test; others need https"
                )
            )
        case .address:
            (
                "is an address, and not a name that somebody vouches for",
                Remedy("give the machine a name: one word, or one that ends in .internal, .local or .test")
            )
        case .notAHostName:
            (
                "is not a host name (RFC 1123 §2.1)",
                Self.host(in: text).map { field.write("\($0)") }
                    ?? Remedy("list each name; one has letters, digits, hyphens and dots")
            )
        }
    }

    /// The name in a URL, before a port, or before a dot that ends it.
    private static func host(in text: String) -> DevelopmentHost? {
        let uri = URIParts(text.contains("://") ? text : "http://" + text)
        return uri?.host.flatMap { host in
            try? DevelopmentHost(host.hasSuffix(".") ? String(host.dropLast()) : host)
        }
    }
}

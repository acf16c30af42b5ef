import Diagnostics
import StrictYAML
import Web

extension HandlerDescriptor {
    static let respondRedirect = respond(
        "Sends whoever asks elsewhere (RFC 9110 §15.4).",
        example: "{ location: https://example.com/docs }"
    ) {
        Key<StaticAnswerDraft>(
            "location", ValueType(.planText) { $0.location() }, \.location,
            example: "https://example.com/docs", "Where to: a web address, or a path of this server."
        ).required("where to, such as https://example.com/docs or {{url.health}}")
        Key.status(among: [301, 302, 303, 307, 308], standing: 302)
    }
}

extension Field {
    /// A web address, or a path of this server.
    fileprivate func location() -> PlanText? {
        guard let location = planText() else { return nil }
        let sample = location.filled { _ in "https://issuer.example" }
        let whole =
            sample.hasPrefix("/") && !sample.hasPrefix("//") ? "https://issuer.example" + sample : sample
        guard URIParts(whole)?.isWebAddress == true else {
            error(
                .invalidValue, "\(label) must be a web address or a path, not \(quoted(location.text))",
                hint:
                    "such as https://example.com/docs, /health or {{issuer}}/docs; what is not ASCII is percent-encoded"
            )
            return nil
        }
        return location
    }
}

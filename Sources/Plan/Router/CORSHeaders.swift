internal import Endpoint
internal import RouteManifest
import Web
internal import WireText

/// What a policy adds to answers.
struct CORSHeaders {
    /// On every answer of the route.
    let answers: ByOrigin<HeaderBlock>
    /// On the answer to a preflight.
    let preflights: ByOrigin<HeaderBlock>

    init(_ policy: CORSPolicy, methods: String) {
        answers = Self.allowing(policy, adding: CrossOrigin.answers)
        preflights = Self.allowing(policy, adding: CrossOrigin.preflights(methods))
    }

    private static func allowing(_ policy: CORSPolicy, adding block: HeaderBlock) -> ByOrigin<HeaderBlock> {
        switch policy {
        case .any:
            return ByOrigin(others: CrossOrigin.allowing("*").adding(block), listed: [:])
        case .sameOrigin:
            return ByOrigin(others: .empty, listed: [:])
        case .origins(let origins):
            // Those who are refused get a `Vary` too, or a cache would hand the refusal to those who are not.
            let vary = HeaderBlock(["Vary": "Origin"])
            let listed = origins.map(\.description).map {
                (WireText($0), vary.adding(CrossOrigin.allowing($0)).adding(block))
            }
            return ByOrigin(others: vary, listed: Dictionary(listed) { first, _ in first })
        }
    }
}

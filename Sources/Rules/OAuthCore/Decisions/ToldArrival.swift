import OAuthModel
import WireText

/// How a client came to be known: it registered itself, or its document was read.
struct ToldArrival: ToldDecision {
    let kind: DecisionKind
    let client: Client

    var clientID: ClientID? { client.id }
    var clientName: WireText? { client.metadata.name }
    var facts: [Fact] { [Fact("redirect_uris", uris)] }

    func words(by who: String) -> String {
        let what = kind == .documentRead ? "the document of \(who) was read" : "\(who) registered"
        return "\(what): answers go to \(WireText(uris).excerpt())"
    }

    private var uris: String { list(client.metadata.redirectURIs.map(\.text)) }
}

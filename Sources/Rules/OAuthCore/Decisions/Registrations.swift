import OAuthModel
import WireText

/// A client registered itself.
struct ToldRegistration: ToldDecision {
    let client: Client

    var kind: DecisionKind { .registered }
    var clientID: ClientID? { client.id }
    var clientName: WireText? { client.metadata.name }
    var facts: [Fact] { [Fact("redirect_uris", uris)] }

    func words(by who: String) -> String { "\(who) registered: answers go to \(WireText(uris).excerpt())" }

    private var uris: String { list(client.metadata.redirectURIs.map(\.text)) }
}

/// The document of a client was read.
struct ToldDocument: ToldDecision {
    let client: Client

    var kind: DecisionKind { .documentRead }
    var clientID: ClientID? { client.id }
    var clientName: WireText? { client.metadata.name }
    var facts: [Fact] { [Fact("redirect_uris", list(client.metadata.redirectURIs.map(\.text)))] }

    func words(by who: String) -> String {
        "the document of \(who) was read: answers go to \(WireText(list(client.metadata.redirectURIs.map(\.text))).excerpt())"
    }
}

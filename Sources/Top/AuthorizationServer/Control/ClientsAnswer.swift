import ControlSocket
import JSON
import OAuthCore
import OAuthModel
import Storage
import Web
import WireText

/// `clients.list` and `clients.decide` of the control socket: which documents wait for an operator, and what one decides about them.
struct ClientsAnswer: Sendable {
    static let list = "clients.list"
    static let decide = "clients.decide"

    let decisions: DocumentDecisions
    let sink: any DecisionSink

    var commands: [String: ControlServer.Command] { [Self.list: list, Self.decide: decide] }

    @Sendable
    private func list(_ request: JSONObject) async -> Result<JSONObject, ControlRefusal> {
        do throws(StoreError) {
            return .success(try await decisions.list().answer)
        } catch { return .failure(ControlRefusal(error.reason)) }
    }

    @Sendable
    private func decide(_ request: JSONObject) async -> Result<JSONObject, ControlRefusal> {
        guard let text = request["client_id"]?.string, let id = ClientID(text),
            URIParts(id.rawValue)?.isWeb == true
        else {
            return .failure(ControlRefusal("a client that is known by a document has a URL as its client_id"))
        }
        guard let verdict = request["verdict"]?.string?.ascii.flatMap(DocumentVerdict.init) else {
            return .failure(ControlRefusal("the verdict is approved or denied"))
        }
        do throws(StoreError) {
            let before = try await decisions.list()
            guard try await decisions.decide(id, verdict) else {
                return .failure(
                    ControlRefusal(
                        "\(before.decided.count) documents have been decided about, and there is room for no more"
                    ))
            }
            sink.record(.clientJudged(id, verdict), of: .byOperator)
            let wasWaiting = before.pending.contains { $0.id == id }
            return .success(
                JSONObject([
                    "client_id": .string(id.rawValue), "verdict": .string(verdict.rawValue),
                    "was_waiting": .bool(wasWaiting),
                ]))
        } catch { return .failure(ControlRefusal(error.reason)) }
    }
}

extension DecidedDocuments {
    /// Moments are seconds since 1970.
    fileprivate var answer: JSONObject {
        JSONObject([
            "pending": .array(
                pending.map {
                    [
                        "client_id": .string($0.id.rawValue), "name": $0.name.map { .string($0) },
                        "redirect_hosts": .strings($0.redirectHosts), "since": .integer($0.since.seconds),
                    ]
                }),
            "decided": .array(
                decided.map {
                    [
                        "client_id": .string($0.id.rawValue), "verdict": .string($0.verdict.rawValue),
                        "at": .integer($0.at.seconds),
                    ]
                }),
        ])
    }
}

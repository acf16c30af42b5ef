import ControlSocket
import JOSE
import JSON
import OAuthCore
import OAuthModel
import Storage
import WireText

/// `keys.…` of the control socket: the keys of this server, without anything private.
struct KeyAnswers: Sendable {
    /// `nil` where no route publishes them.
    let keys: @Sendable () -> OwnKeys?
    let sink: any DecisionSink

    var commands: [String: ControlServer.Command] {
        [
            KeyCommands.list: { _ in
                await answer { keys in
                    JSONObject(["keys": .array(try await keys.list().map { .object($0.key.json($0.state)) })])
                }
            },
            KeyCommands.rotate: { request in
                await answer { keys in
                    let named = request["algorithm"]?.string.flatMap { SignatureAlgorithm($0) }
                    guard let algorithm = named, KeyRing.algorithms.contains(algorithm) else {
                        throw ControlRefusal(
                            "'algorithm' is one of \(KeyCommands.algorithms.joined(separator: ", "))")
                    }
                    return tell(
                        try await keys.rotate(algorithm, atOnce: request["at_once"]?.bool == true))
                }
            },
            KeyCommands.retire: { request in
                await answer { keys in
                    guard let id = request["kid"]?.string?.ascii else {
                        throw ControlRefusal("'kid' says which key")
                    }
                    return tell(try await keys.retire(id))
                }
            },
        ]
    }

    private func answer(
        _ body: (OwnKeys) async throws -> JSONObject
    ) async -> Result<JSONObject, ControlRefusal> {
        guard let keys = keys() else {
            return .failure(ControlRefusal("this server has no keys: no route with handler oauth.jwks is on"))
        }
        do { return .success(try await body(keys)) } catch let refusal as ControlRefusal {
            return .failure(refusal)
        } catch let failure as StoreError {
            return .failure(ControlRefusal(failure.reason))
        } catch { return .failure(ControlRefusal("\(error)")) }
    }

    private func tell(_ decided: Decided<KeyChange>) -> JSONObject {
        sink.record(decided.decision, of: .byOperator)
        let change = decided.answer
        var object = JSONObject(["kid": .string(change.id), "alg": .string(change.algorithm.rawValue)])
        if change.kind == .rotated {
            object["signs_in"] = .integer(change.wait == .zero ? 0 : change.wait.secondsToWait)
            object["replaces"] = change.replaced.map { .string($0) }
        }
        return object
    }
}

extension OwnKey {
    /// Moments are seconds since 1970.
    fileprivate func json(_ state: KeyState) -> JSONObject {
        JSONObject([
            "kid": .string(id), "alg": .string(algorithm.rawValue), "state": .string(state.rawValue),
            "created_at": .integer(createdAt.seconds), "signs_from": .integer(signsFrom.seconds),
            "published_until": publishedUntil.map { .integer($0.seconds) },
        ])
    }
}

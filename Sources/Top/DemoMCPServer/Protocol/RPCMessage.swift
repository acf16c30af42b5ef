import JSON
import WireText

/// One JSON-RPC 2.0 message from a client.
enum RPCMessage: Sendable {
    case request(RPCRequest)
    case notification(method: WireText)
    /// An answer to a request of the server's. This one makes none, so it is taken and dropped.
    case response

    /// - Throws: ``Unreadable``, with the id of the request as far as it could be made out.
    init(_ body: [UInt8]) throws(Unreadable) {
        let value: JSONValue
        do {
            value = try JSONValue.parse(body, maximumDepth: 32)
        } catch {
            throw Unreadable(RPCFault(.parseError, "the body is not JSON: \(error.reason.rawValue)"))
        }
        if value.array != nil {
            throw Unreadable(
                RPCFault(.invalidRequest, "batches are not supported: send one message per request"))
        }
        guard let members = value.object else {
            throw Unreadable(RPCFault(.invalidRequest, "the body is not a JSON-RPC message"))
        }
        self = try Self.classify(members)
    }

    private static func classify(_ members: JSONObject) throws(Unreadable) -> RPCMessage {
        let id = members["id"].flatMap(RPCRequest.ID.init)
        guard members["jsonrpc"] == "2.0" else {
            throw Unreadable(RPCFault(.invalidRequest, "jsonrpc must be \"2.0\""), id: id)
        }
        guard let method = members["method"]?.string else {
            if members["method"] == nil, members["result"] != nil || members["error"] != nil {
                return .response
            }
            throw Unreadable(RPCFault(.invalidRequest, "method must be a string"), id: id)
        }
        guard members["id"] != nil else { return .notification(method: method) }
        guard let id else {
            throw Unreadable(RPCFault(.invalidRequest, "id must be a string or an integer"))
        }
        switch members["params"] {
        case nil: return .request(RPCRequest(id: id, method: method, params: JSONObject()))
        case .object(let params): return .request(RPCRequest(id: id, method: method, params: params))
        default: throw Unreadable(RPCFault(.invalidParams, "params must be an object"), id: id)
        }
    }

    struct Unreadable: Error, Sendable {
        let fault: RPCFault
        let id: RPCRequest.ID?

        init(_ fault: RPCFault, id: RPCRequest.ID? = nil) {
            self.fault = fault
            self.id = id
        }
    }
}

/// A call that is owed an answer.
struct RPCRequest: Sendable {
    let id: ID
    let method: WireText
    let params: JSONObject

    enum ID: Sendable {
        case string(WireText)
        case integer(Int64)

        init?(_ value: JSONValue) {
            switch value {
            case .string(let text): self = .string(text)
            case .integer(let number): self = .integer(number)
            default: return nil
            }
        }

        var json: JSONValue {
            switch self {
            case .string(let text): .string(text)
            case .integer(let number): .integer(number)
            }
        }
    }

    /// The `_meta` of the parameters; `nil` when it is absent or not an object.
    var meta: JSONObject? { params["_meta"]?.object }

    /// Present when the client wants to hear of progress: a string or an integer.
    var progressToken: ID? { meta?["progressToken"].flatMap(ID.init) }
}

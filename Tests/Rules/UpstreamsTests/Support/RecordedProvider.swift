import Foundation
import JOSE
import JSON
import OAuthModel
import Providers
import Support
import Synchronization
import Upstreams
import Web
import WireText

/// What a real provider puts on the wire, as others recorded or documented it: one file each, with a source for each fact.
struct RecordedProvider {
    let file: JSONObject

    /// `TEST_UPSTREAMS`, or the shelf beside the repository.
    static let folder: URL? = {
        let named = ProcessInfo.processInfo.environment["TEST_UPSTREAMS"].map { URL(fileURLWithPath: $0) }
        let place =
            named
            ?? Installation.package.deletingLastPathComponent().appendingPathComponent("shared/upstreams")
        return FileManager.default.fileExists(atPath: place.path) ? place : nil
    }()

    static let missing =
        "left out: there are no recordings in the folder that TEST_UPSTREAMS names, or in ../shared/upstreams"

    init(_ name: String) throws {
        guard let folder = Self.folder else { throw TestFailure(Self.missing) }
        let bytes = [UInt8](try Data(contentsOf: folder.appendingPathComponent(name + ".json")))
        guard let file = try JSONValue.parse(bytes).object else { throw TestFailure("\(name): no object") }
        self.file = file
    }

    /// What stands at a path of the file, and whose word for it has to stand among the file's sources.
    func fact(_ path: String..., source: String) throws -> JSONValue {
        let sources = file["sources"]?.strings ?? []
        guard sources.contains(where: { $0.shown.contains(source) }) else {
            throw TestFailure("no source of \(path.joined(separator: ".")) speaks of '\(source)'")
        }
        var value = JSONValue.object(file)
        for name in path {
            guard let next = value[name] else {
                throw TestFailure("\(path.joined(separator: ".")) is not there")
            }
            value = next
        }
        return value
    }
}

/// Answers as was recorded, each address as it was told; what is signed is signed by a key of its own.
final class RecordedWire: UpstreamTransport, Sendable {
    private let answers = Mutex<[String: FetchedAnswer]>([:])
    private let requests = Mutex<[FetchRequest]>([])
    /// Of the kind that all of them sign with. One for all tests: they take long to make.
    static let key = SigningKey.generate(.rs256)
    /// For encrypting, as Keycloak has one.
    static let other = SigningKey.generate(.rs256).publicKey

    func put(_ answer: FetchedAnswer, at url: String) { answers.withLock { $0[url] = answer } }

    func put(_ value: JSONValue, at url: String) { put(.json(value), at: url) }

    /// The bodies of what was posted.
    var posted: [String] {
        requests.withLock { requests in
            requests.compactMap { request in
                guard case .post(let form) = request.method else { return nil }
                return String(decoding: form, as: UTF8.self)
            }
        }
    }

    func send(_ request: FetchRequest) async -> Result<FetchedAnswer, FetchFailure> {
        requests.withLock { $0.append(request) }
        guard let answer = answers.withLock({ $0[request.url.text] }) else { return .failure(.noSuchName) }
        guard request.taken.statuses.contains(answer.status) else { return .failure(.status(answer.status)) }
        guard request.taken.types.contains(answer.form) else {
            return .failure(.mediaType("application/x-www-form-urlencoded"))
        }
        return .success(answer)
    }
}

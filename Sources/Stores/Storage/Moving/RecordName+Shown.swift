import OAuthModel
import WireText

extension RecordName {
    /// As people read it. A digest is keyed, so it tells nothing to those who don't hold the server's secret.
    package var shown: String {
        let name =
            switch self {
            case .client(let id): WireText(id.rawValue).excerpt()
            case .grant(let key): Base64URL.encode(key.bytes)
            case .record(_, let digest): Base64URL.encode(digest.bytes)
            case .register(let name): name.name
            }
        return "\(group.name): \(name)"
    }
}

import OAuthModel
import WireText

extension FlowFilter {
    func admits(_ summary: FlowSummary) -> Bool {
        guard verdict == nil || verdict == summary.verdict else { return false }
        if let client, !client.isPart(of: summary.clientTexts) { return false }
        if let text, !text.isPart(of: summary.allTexts) { return false }
        return true
    }
}

extension FlowSummary {
    fileprivate var clientTexts: [WireText] {
        [client.map { WireText($0.id.rawValue) }, client?.name].compactMap(\.self)
    }

    fileprivate var allTexts: [WireText] {
        let texts = [
            name.text, login?.rawValue, person?.rawValue, scope, resource, peer, origin, reached.words,
            verdict.words,
            stop?.words, advice?.name, advice?.finding,
        ]
        return clientTexts + texts.compactMap { $0.map { WireText($0) } }
    }
}

extension WireText {
    /// Whether one of the texts has this in it, whatever the case of its ASCII letters.
    fileprivate func isPart(of texts: [WireText]) -> Bool {
        let wanted = utf8.map(Self.lowered)
        guard let first = wanted.first else { return true }
        return texts.contains { text in
            let bytes = text.utf8.map(Self.lowered)
            guard bytes.count >= wanted.count else { return false }
            return (0...(bytes.count - wanted.count)).contains { start in
                bytes[start] == first && bytes[start..<start + wanted.count].elementsEqual(wanted)
            }
        }
    }

    private static func lowered(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}

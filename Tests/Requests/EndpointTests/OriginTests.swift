import Endpoint
import Testing
import WireText

@Suite("what a browser says of the page that made it send a request")
struct OriginTests {
    private func isFromElsewhere(_ fields: (String, String)...) -> Bool {
        HeaderFields(fields).isFromPageElsewhere(than: "https://auth.example")
    }

    @Test("Sec-Fetch-Site decides, whatever Origin says")
    func fetchSite() {
        #expect(!isFromElsewhere(("Sec-Fetch-Site", "same-origin"), ("Origin", "https://other.example")))
        #expect(!isFromElsewhere(("Sec-Fetch-Site", "none")))
        for site in ["same-site", "cross-site", "what comes later"] {
            #expect(isFromElsewhere(("Sec-Fetch-Site", site), ("Origin", "https://auth.example")), "\(site)")
        }
    }

    @Test("where a browser doesn't send it, Origin does; null, which our own pages send, accuses nobody")
    func origin() {
        #expect(isFromElsewhere(("Origin", "https://other.example")))
        #expect(isFromElsewhere(("Origin", "https://auth.example.other")))
        #expect(!isFromElsewhere(("Origin", "https://auth.example")))
        #expect(!isFromElsewhere(("Origin", "null")))
        #expect(!isFromElsewhere())
    }
}

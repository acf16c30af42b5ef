import Testing

@testable import Web

/// Words as reasons have them.
private enum Word: String, Reason {
    case plain, twoWords, redirectURIUnregistered, redirectURIsMissing, otherClientID, tooManyURIs
    case notJSON, plainHTTPElsewhere, aSecondOne

    var account: Account { Account("RFC 9110 §1", "a word", remedy: "none") }
}

@Suite("names of reasons")
struct ReasonTests {
    @Test("words are told apart by their capitals, and several capitals are one word")
    func names() {
        #expect(
            Word.allCases.map(\.name) == [
                "plain", "two_words", "redirect_uri_unregistered", "redirect_uris_missing", "other_client_id",
                "too_many_uris", "not_json", "plain_http_elsewhere", "a_second_one",
            ])
    }
}

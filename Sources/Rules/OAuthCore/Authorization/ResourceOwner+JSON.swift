import JSON
import OAuthModel
import WireText

/// As it stands in every record that names one.
extension ResourceOwner {
    var json: JSONObject {
        JSONObject(["sub": .string(subject.rawValue), "username": .string(name)])
    }

    init?(json: JSONValue) {
        guard let subject = json["sub"]?.string?.ascii, let name = json["username"]?.string else {
            return nil
        }
        self.init(subject: Subject(rawValue: subject), name: name)
    }
}

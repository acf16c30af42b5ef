// OAuthCore

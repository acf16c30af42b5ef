// OAuthModel

package board

// OwnFace is the font that is built in.
var OwnFace = ownFace

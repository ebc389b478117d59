namespace RealtimeEmotion.Trainer.Training;

/// <summary>A file that a run read.</summary>
/// <param name="Name">Its name within the data set, or without its folder where it is from elsewhere.</param>
/// <param name="Sha256">The SHA-256 of its bytes, in lower-case hexadecimal digits, as <c>sha256sum</c> prints it.</param>
public sealed record FileDigest(string Name, string Sha256);

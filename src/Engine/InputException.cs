namespace RealtimeEmotion.Engine;

/// <summary>
/// Something that a user gave us cannot be used: names the thing, what is wrong with it and what to do about it.
/// Front ends print <see cref="Exception.Message"/> and no stack trace.
/// </summary>
public sealed class InputException : Exception
{
    /// <param name="subject">The file, stream or argument that is at fault, as the user named it.</param>
    /// <param name="problem">What is wrong with it, in a clause; a full stop at its end, as of a library's words, is left out.</param>
    /// <param name="remedy">What the user can do, likewise; empty where nothing can be said.</param>
    /// <param name="inner">The failure underneath, kept for a debugger.</param>
    public InputException(string subject, string problem, string remedy = "", Exception? inner = null)
        : base(remedy.Length == 0 ? $"{subject}: {Clause(problem)}." : $"{subject}: {Clause(problem)}. {Capitalised(Clause(remedy))}.", inner)
    {
        Subject = subject;
        Problem = Clause(problem);
        Remedy = Clause(remedy);
    }

    /// <summary>The file, stream or argument at fault.</summary>
    public string Subject { get; }

    /// <summary>What is wrong, without the subject.</summary>
    public string Problem { get; }

    /// <summary>What the user can do; may be empty.</summary>
    public string Remedy { get; }

    private static string Clause(string text) => text.TrimEnd('.', ' ');

    private static string Capitalised(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}

using RealtimeEmotion.Engine;

namespace RealtimeEmotion.Service;

/// <summary>How long history is kept, and how much of it: whichever is reached first deletes the oldest.</summary>
public sealed record RetentionPolicy
{
    /// <summary>The smallest size that leaves room for the database itself.</summary>
    public const long LeastBytes = 1 << 20;

    /// <summary>Age at which an estimate goes.</summary>
    public TimeSpan Age { get; init; } = TimeSpan.FromDays(30);

    /// <summary>Bytes on disk (database, without its write-ahead log).</summary>
    public long Bytes { get; init; } = 2L << 30;

    /// <summary>How often to look.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Throws where a value is out of its range.</summary>
    /// <exception cref="InputException">Names the value and its range.</exception>
    /// <returns>This value.</returns>
    public RetentionPolicy Validated()
    {
        if (Age < TimeSpan.FromMinutes(1))
        {
            throw new InputException("retention", $"history cannot be kept for {Age}", "give a minute or more");
        }

        return Bytes >= LeastBytes ? this : throw new InputException("retention", $"history cannot be kept in {Bytes} bytes", "give 1 MiB or more");
    }
}

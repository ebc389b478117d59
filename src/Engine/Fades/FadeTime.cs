using System.Globalization;

namespace RealtimeEmotion.Engine.Fades;

/// <summary>
/// A time as a user writes it: in seconds (<c>5</c>, <c>5s</c>, <c>0.25s</c>), milliseconds (<c>250ms</c>), minutes and
/// hours (<c>1:30</c>, <c>1:02:03.5</c>) or samples (<c>22050smp</c>). Never negative.
/// </summary>
public readonly record struct FadeTime
{
    // About 31 years, so that a sample position fits whatever the rate.
    private const decimal MostSeconds = 1_000_000_000;
    private const decimal MostSamples = 1_000_000_000_000_000;

    private readonly decimal _amount;

    private FadeTime(decimal amount, bool inSamples)
    {
        _amount = amount;
        IsInSamples = inSamples;
    }

    /// <summary>Whether the time was given in samples, and so does not depend on a rate.</summary>
    public bool IsInSamples { get; }

    /// <summary>A time in seconds.</summary>
    /// <param name="seconds">0 … 10^9.</param>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public static FadeTime FromSeconds(decimal seconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(seconds);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(seconds, MostSeconds);
        return new FadeTime(seconds, false);
    }

    /// <summary>A time in samples.</summary>
    /// <param name="samples">0 … 10^15.</param>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public static FadeTime FromSamples(long samples)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(samples);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(samples, (long)MostSamples);
        return new FadeTime(samples, true);
    }

    /// <summary>Reads a time.</summary>
    /// <param name="text">The text; a unit may be in upper or lower case and stand apart.</param>
    /// <param name="subject">What the text was given for, such as <c>--fade-in</c>: begins the message.</param>
    /// <exception cref="InputException">It is no time; says what is wrong and how times are written.</exception>
    public static FadeTime Parse(string text, string subject = "time")
    {
        string? problem = Read(text, out FadeTime time);
        return problem is null
            ? time
            : throw new InputException(
                $"{subject} '{text}'", problem, "write a time as 5s, 250ms, 1:30 or 22050smp");
    }

    /// <summary>Reads a time.</summary>
    /// <param name="text">The text.</param>
    /// <param name="time">The time; 0 where the text is none.</param>
    /// <returns>Whether the text is a time.</returns>
    public static bool TryParse(string text, out FadeTime time) => Read(text, out time) is null;

    /// <summary>The time in whole samples: the nearest one, and of two equally near ones the later.</summary>
    /// <param name="sampleRate">Samples a second, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not positive.</exception>
    public long ToSamples(int sampleRate)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRate);
        return IsInSamples ? (long)_amount : (long)decimal.Round(_amount * sampleRate, MidpointRounding.AwayFromZero);
    }

    /// <summary>The time in seconds.</summary>
    /// <param name="sampleRate">Samples a second, 1 or more; counts only where the time is in samples.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is not positive.</exception>
    public double ToSeconds(int sampleRate)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRate);
        return IsInSamples ? (double)_amount / sampleRate : (double)_amount;
    }

    /// <summary>The time as <see cref="Parse"/> reads it.</summary>
    public override string ToString() =>
        _amount.ToString("0.############################", CultureInfo.InvariantCulture) + (IsInSamples ? "smp" : "s");

    /// <summary>Null where the text is a time, else what is wrong with it.</summary>
    private static string? Read(string text, out FadeTime time)
    {
        time = default;
        ReadOnlySpan<char> number = text.AsSpan().Trim();
        if (number.IsEmpty)
            return "no time was given";
        if (TakeUnit(ref number, "smp"))
        {
            if (!TryNumber(number, NumberStyles.None, out decimal samples))
                return "a time in samples is a whole number";
            if (samples > MostSamples)
                return "the time is too long";
            time = new FadeTime(samples, true);
            return null;
        }

        decimal unit = 1;
        decimal seconds;
        bool known;
        if (TakeUnit(ref number, "ms"))
        {
            unit = 0.001m;
            known = TryNumber(number, NumberStyles.AllowDecimalPoint, out seconds);
        }
        else if (TakeUnit(ref number, "s"))
        {
            known = TryNumber(number, NumberStyles.AllowDecimalPoint, out seconds);
        }
        else
        {
            known = TryClock(number, out seconds);
        }

        if (!known)
            return number.Contains('-') ? "a time cannot be negative" : "this is not a time";
        if (seconds > MostSeconds)
            return "the time is too long";
        time = new FadeTime(seconds * unit, false);
        return null;
    }

    private static bool TakeUnit(ref ReadOnlySpan<char> text, string unit)
    {
        if (!text.EndsWith(unit, StringComparison.OrdinalIgnoreCase))
            return false;
        text = text[..^unit.Length].TrimEnd();
        return true;
    }

    /// <summary>Seconds, or minutes and seconds, or hours, minutes and seconds.</summary>
    private static bool TryClock(ReadOnlySpan<char> text, out decimal seconds)
    {
        seconds = 0;
        int parts = 0;
        foreach (Range range in text.Split(':'))
        {
            ReadOnlySpan<char> part = text[range];
            bool last = range.End.Value == text.Length;
            if (++parts > 3 || !TryNumber(part, last ? NumberStyles.AllowDecimalPoint : NumberStyles.None, out decimal value)
                || (parts > 1 && value >= 60) || seconds > MostSeconds)
            {
                return false;
            }

            seconds = seconds * 60 + value;
        }

        return true;
    }

    // Digits first: NumberStyles alone would take ".5" and "5.".
    private static bool TryNumber(ReadOnlySpan<char> text, NumberStyles styles, out decimal value)
    {
        value = 0;
        return !text.IsEmpty && char.IsAsciiDigit(text[0]) && char.IsAsciiDigit(text[^1])
            && decimal.TryParse(text, styles, CultureInfo.InvariantCulture, out value);
    }
}

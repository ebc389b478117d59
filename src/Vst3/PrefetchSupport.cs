namespace RealtimeEmotion.Vst3;

/// <summary>Whether a host may render the plugin ahead of the sound.</summary>
public enum PrefetchSupport
{
    /// <summary>Never: what the plugin shows belongs to the moment.</summary>
    Never = 0,

    /// <summary>As things stand now; announce a change with <see cref="RestartFlags.PrefetchableSupportChanged"/>.</summary>
    Now = 1,

    /// <summary>Not as things stand now.</summary>
    NotNow = 2,
}

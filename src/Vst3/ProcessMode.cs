namespace RealtimeEmotion.Vst3;

/// <summary>How the host runs the plugin.</summary>
public enum ProcessMode
{
    /// <summary>At the pace of the sound.</summary>
    Realtime = 0,

    /// <summary>At varying pace, ahead of the sound.</summary>
    Prefetch = 1,

    /// <summary>As fast or slow as it takes: a bounce.</summary>
    Offline = 2,
}

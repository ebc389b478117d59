namespace RealtimeEmotion.Engine.Emotions;

/// <summary>Receives estimates, oldest first, on the thread that analyses.</summary>
/// <param name="estimate">The estimate; copy it to keep it.</param>
public delegate void EstimateHandler(in EmotionEstimate estimate);
